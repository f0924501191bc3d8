// A module of its own, so that who imports a package of nearcall's gets no golang.org/x/tools with it.
module github.com/nearcall/nearcall/pack/godecl

go 1.23.0

require (
	golang.org/x/mod v0.27.0
	golang.org/x/tools v0.36.0
)

require golang.org/x/sync v0.16.0 // indirect
