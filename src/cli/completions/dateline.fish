# Asks the program for what depends on data.
function __dateline_asked
    set -l before (commandline -opc)
    set -l typed (commandline -ct)
    command dateline complete --shell fish -- $before[2..-1] "$typed" 2>/dev/null
end

complete -c dateline -s q -l query -x -a '(__dateline_asked)'
complete -c dateline -l of -x -a '(__dateline_asked)'
complete -c dateline -l theme -x -a '(__dateline_asked)'
complete -c dateline -n '__fish_dateline_using_subcommand render' -l format -x -a '(__dateline_asked)'
complete -c dateline -a '(__dateline_asked)'
