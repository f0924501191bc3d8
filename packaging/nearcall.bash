# bash completion for nearcall

_nearcall()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} words=
	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W 'build archive check stack verify diff explain init toolexec version help' -- "$cur")
		return
	fi
	case $prev in
	-arch)
		mapfile -t COMPREPLY < <(compgen -W 'amd64 arm64 amd64,arm64' -- "$cur")
		return
		;;
	-o | -sarif)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	esac
	case $command in
	build) words='-a -n -v -x -arch -json -sarif' ;;
	archive) words='-o -relocs' ;;
	check) words='-arch -json -sarif' ;;
	stack) words='-arch -html -json' ;;
	verify) words='-hashes -compiler-differs=ok' ;;
	init)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	diff)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	explain)
		mapfile -t COMPREPLY < <(compgen -W "$(nearcall explain 2>/dev/null | cut -d' ' -f1)" -- "${cur^^}")
		return
		;;
	*) return ;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	else
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$cur"; compgen -W './...' -- "$cur")
	fi
}

complete -F _nearcall nearcall
