# Asks the program for what depends on data, and leaves the rest to the function above.
_dateline() {
    local line=${COMP_LINE:0:COMP_POINT} word reply candidate i
    local -a words=()
    [[ -n $line ]] || line="${COMP_WORDS[*]:0:COMP_CWORD+1}"
    # Bash divides words at colons and the like: what has no space between is one word again.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((i == 0)) || [[ $line == [[:space:]]* || -z $line ]]; then
            line=${line#"${line%%[![:space:]]*}"}
            words+=('')
        fi
        # The cursor may stand inside of the last word.
        ((i < COMP_CWORD)) || word=$line
        words[${#words[@]}-1]+=$word
        line=${line#"$word"}
    done
    if reply=$(command dateline complete --shell bash --breaks "$COMP_WORDBREAKS" -- "${words[@]:1}" 2>/dev/null); then
        COMPREPLY=()
        while IFS=$'\t' read -r candidate _; do
            [[ -z $candidate ]] || COMPREPLY+=("$candidate")
        done <<<"$reply"
        # More may follow a value, and files are no values.
        compopt -o nospace +o default +o bashdefault 2>/dev/null
        return 0
    fi
    _dateline_fixed "$@"
    for i in "${!COMPREPLY[@]}"; do
        # The names of arguments are nothing to type.
        [[ ${COMPREPLY[i]} != [\<\[]* ]] || unset "COMPREPLY[$i]"
    done
}
