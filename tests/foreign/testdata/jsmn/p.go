// Package p is jsmn, a JSON tokenizer in one header.
package p

//nearcall:source csrc/instance.c

type Token struct {
	Type             uint32
	Start, End, Size int32
}

type Parser struct {
	Pos, Next uint32
	Super     int32
}

//nearcall:func jsmn_init
//go:noescape
func Init(p *Parser)

//nearcall:func jsmn_parse
//go:noescape
func Parse(p *Parser, js string, tokens *Token, n uint32) int32
