module instructions

go 1.23

require github.com/nearcall/nearcall v0.0.0
