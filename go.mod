module github.com/nearcall/nearcall

go 1.23
