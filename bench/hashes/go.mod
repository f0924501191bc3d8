module github.com/nearcall/nearcall/bench/hashes

go 1.23
