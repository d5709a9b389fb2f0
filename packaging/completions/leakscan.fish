# SPDX-License-Identifier: Apache-2.0
# fish completion for leakscan(1)

set -l categories grade-mark,foreign-mark,internal-mark,trade-secret,personnel,archive-file,exam
set -a categories case-file,staffing,audit,minutes,telegram,register,identifier,credential,dictionary
set -l categories (string split , -- $categories)
set -l scan '__fish_seen_subcommand_from scan'

complete -c leakscan -n __fish_use_subcommand -f -a scan -d 'Look for marks and protected information'
complete -c leakscan -n __fish_use_subcommand -f -a rules -d 'List, check and explain the rules'
complete -c leakscan -n __fish_use_subcommand -f -a version -d 'Show versions, rule packs and folders'
complete -c leakscan -n __fish_use_subcommand -f -a help -d 'Show the help of a command'
complete -c leakscan -n '__fish_seen_subcommand_from rules' -a 'list check explain clauses'
complete -c leakscan -n '__fish_seen_subcommand_from help' -f -a 'scan rules version'

complete -c leakscan -n $scan -x -l format -a 'text jsonl' -d 'How results are written'
complete -c leakscan -n $scan -r -s o -l output -d 'Write the records to a file'
complete -c leakscan -n $scan -x -s j -l threads -d 'Number of workers'
complete -c leakscan -n $scan -r -l rules -d 'Add rule packs'
complete -c leakscan -n $scan -r -l dictionary -d 'Add the words of a text file'
complete -c leakscan -n $scan -l no-builtin -d 'Use only --rules and --dictionary'
complete -c leakscan -n $scan -x -l min-severity -a 'mention low medium high critical' -d 'Report from this level up'
complete -c leakscan -n $scan -x -l category -a "$categories" -d 'Report only these'
complete -c leakscan -n $scan -l reveal -d 'Show identifiers in full'
complete -c leakscan -n $scan -l redact -d 'Mask every match'
complete -c leakscan -n $scan -r -l files-from0 -d 'Also scan the paths in a file'
complete -c leakscan -n $scan -x -l exclude -d 'Leave out what matches'
complete -c leakscan -n $scan -l sort -d 'One order of objects'
complete -c leakscan -n $scan -l sha256 -d 'Hash every object'
complete -c leakscan -n $scan -r -l fingerprint-key -d 'Add keyed fingerprints'
complete -c leakscan -n $scan -l one-file-system -d 'Do not cross mount points'
complete -c leakscan -n $scan -l no-recurse-archives -d 'Do not open archives'
complete -c leakscan -n $scan -x -l max-depth -d 'Containers in containers'
complete -c leakscan -n $scan -x -l max-entries -d 'Members of one file'
complete -c leakscan -n $scan -x -l max-decoded -d 'Bytes unpacked from one file'
complete -c leakscan -n $scan -x -l max-ratio -d 'Growth while unpacking'
complete -c leakscan -n $scan -x -l max-memory -d 'Bytes of members held at once'
complete -c leakscan -n $scan -x -l max-time -d 'Time for taking one file apart'
complete -c leakscan -n $scan -x -l color -a 'auto always never' -d 'Colours'
complete -c leakscan -n $scan -x -l progress -a 'auto always never' -d 'Progress line'
complete -c leakscan -n $scan -l no-cache -d 'Compile the rules anew'
complete -c leakscan -n $scan -x -l sandbox -a 'best-effort require off' -d 'Confinement'
complete -c leakscan -n $scan -s h -l help -d 'Show help'
