# SPDX-License-Identifier: Apache-2.0
# bash completion for leakscan(1)

_leakscan() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words=
    local severities='mention low medium high critical'
    local categories='grade-mark foreign-mark internal-mark trade-secret personnel archive-file exam
        case-file staffing audit minutes telegram register identifier credential dictionary'

    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W 'scan rules version help --help' -- "$cur")
        return
    fi
    case $prev in
    --format) [ "${COMP_WORDS[1]}" = rules ] && words='text jsonl markdown' || words='text jsonl' ;;
    --min-severity) words=$severities ;;
    --category) words=$categories ;;
    --color | --progress) words='auto always never' ;;
    --sandbox) words='best-effort require off' ;;
    -j | --threads | --max-*) return ;;
    esac
    if [ -z "$words" ]; then
        case ${COMP_WORDS[1]} in
        scan)
            case $cur in
            -*) words='--format --output --threads --rules --dictionary --no-builtin --min-severity --category
                --reveal --redact --files-from0 --exclude --sort --sha256 --fingerprint-key
                --one-file-system --no-recurse-archives --max-depth --max-entries --max-decoded
                --max-ratio --max-memory --max-time --color --progress --no-cache --sandbox --help' ;;
            esac
            ;;
        rules) [ "$COMP_CWORD" -eq 2 ] && words='list check explain clauses --help' ;;
        help) words='scan rules version' ;;
        esac
    fi
    if [ -n "$words" ]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    fi
}
complete -o filenames -F _leakscan leakscan
