module github.com/nearcall/nearcall/bench/longcalls

go 1.23
