# Asks the program for what depends on data, and leaves the rest to the function above.
_dateline() {
    local reply line
    local -a candidates shown
    if reply=$(command dateline complete --shell zsh -- "${(@)words[2,CURRENT-1]}" "$QIPREFIX$PREFIX" 2>/dev/null); then
        for line in "${(@f)reply}"; do
            [[ -n $line ]] || continue
            candidates+=("${line%%$'\t'*}")
            shown+=("${line%%$'\t'*}  ${line#*$'\t'}")
        done
        # They need not begin as typed (`mali` is `MLI`), and more may follow them.
        (( $#candidates )) && compadd -U -S '' -l -d shown -a candidates
        return
    fi
    _dateline_fixed "$@"
}
