# SPDX-License-Identifier: GPL-2.0-or-later
#
# Completion for fish. The options with their explanations are read from "sockview --help", the
# columns from "sockview --columns=help": nothing here has to follow the program.

# "name<TAB>explanation", a line a column
function __sockview_columns
    command sockview --columns=help 2>/dev/null | string replace -r ' +' \t
end

# the same behind what is already typed of a list
function __sockview_list
    set -l before (commandline -ct | string replace -r '^--columns=' '' | string match -r '^.*[,+-]')
    for column in (__sockview_columns)
        echo "$before$column"
    end
end

# a word of FILTER: a state behind "state", nothing behind an operator, otherwise a condition or a
# column
function __sockview_filter
    set -l before (commandline -opc)[-1]
    switch $before
        case state exclude excl
            command sockview --explain=filter 2>/dev/null | string replace -rf '^state (\S+)$' '$1'
        case '*=' '*~' '*<' '*>' eq ne neq lt gt le leq ge geq
        case '*'
            command sockview --explain=filter 2>/dev/null | string match -rv '^state \S+$' | string replace -r ' +' \t
            __sockview_columns
            printf '%s\n' and or not
    end
end

complete -c sockview -f -a '(__sockview_filter)'
for line in (command sockview --help 2>/dev/null)
    string match -rq '^  (?:-(?<letter>.), )? *--(?<name>[a-z0-9-]+)(?<value>=[^ ]+)? +(?<text>.*)$' -- $line
    or continue
    set -l spec -l $name -d $text
    test -n "$letter"; and set -a spec -s $letter
    test -n "$value"; and not contains $name config mark compare; and set -a spec -x
    switch $name
        case sort
            set -a spec -a '(__sockview_columns; __sockview_columns | string replace -r ^ -)'
        case columns
            set -a spec -a '(__sockview_list)'
        case explain
            set -a spec -a '(command sockview --explain=help 2>/dev/null)'
        case group format theme
            set -a spec -a "(command sockview --$name=help 2>/dev/null | string replace -r ' +' \t)"
        case config mark compare
            set -a spec -r -F
        case signal
            set -a spec -a 'TERM KILL HUP INT QUIT STOP CONT USR1 USR2'
        case color
            set -a spec -a 'auto always never'
    end
    complete -c sockview $spec
end
