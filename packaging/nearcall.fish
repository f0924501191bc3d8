# fish completion for nearcall

complete -c nearcall -f
complete -c nearcall -n __fish_use_subcommand -a build -d 'write the generated files of packages'
complete -c nearcall -n __fish_use_subcommand -a archive -d 'compile a package and pack a Go archive'
complete -c nearcall -n __fish_use_subcommand -a check -d 'prove and bind only; write nothing'
complete -c nearcall -n __fish_use_subcommand -a stack -d 'the call tree of each function with its bytes'
complete -c nearcall -n __fish_use_subcommand -a verify -d 'is what is committed what the sources give'
complete -c nearcall -n __fish_use_subcommand -a diff -d 'what differs between two generated files'
complete -c nearcall -n '__fish_seen_subcommand_from diff' -F
complete -c nearcall -n __fish_use_subcommand -a init -d 'write a package that works, to start from'
complete -c nearcall -n __fish_use_subcommand -a toolexec -d 'run a tool of the go command, for go build -toolexec'
complete -c nearcall -n '__fish_seen_subcommand_from init' -a '(__fish_complete_directories)'
complete -c nearcall -n __fish_use_subcommand -a explain -d 'what a message means, and the ways out'
complete -c nearcall -n __fish_use_subcommand -a version -d 'the version, and the commit that it was built from'
complete -c nearcall -n __fish_use_subcommand -a help -d 'how it is used'

set -l packages build archive check stack verify
complete -c nearcall -n "__fish_seen_subcommand_from $packages" -a '(__fish_complete_directories) ./...'
complete -c nearcall -n '__fish_seen_subcommand_from build check stack' -o arch -x -a 'amd64 arm64 amd64,arm64' -d 'architectures, with commas between'
complete -c nearcall -n '__fish_seen_subcommand_from build check stack' -o json -d 'for programs'
complete -c nearcall -n '__fish_seen_subcommand_from stack' -o html -d 'a page for a browser'
complete -c nearcall -n '__fish_seen_subcommand_from build check' -o sarif -r -F -d 'write the messages in SARIF, too'
complete -c nearcall -n '__fish_seen_subcommand_from build' -s v -d 'say which form each call got'
complete -c nearcall -n '__fish_seen_subcommand_from build' -s a -d 'build what has not changed, too'
complete -c nearcall -n '__fish_seen_subcommand_from build' -s n -d 'name the programs, and run none'
complete -c nearcall -n '__fish_seen_subcommand_from build' -s x -d 'name the programs that are run'
complete -c nearcall -n '__fish_seen_subcommand_from verify' -o hashes -d 'by hashes alone, without a compiler'
complete -c nearcall -n '__fish_seen_subcommand_from verify' -o compiler-differs -x -a ok -d 'what must be the same all the same'
complete -c nearcall -n '__fish_seen_subcommand_from archive' -s o -r -F -d 'the archive to write'
complete -c nearcall -n '__fish_seen_subcommand_from archive' -o relocs -d 'pack objects with relocations'
complete -c nearcall -n '__fish_seen_subcommand_from explain' -a '(nearcall explain 2>/dev/null | string replace "  " \t)'
