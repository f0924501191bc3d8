#!/bin/bash
# right: without the promise it is refused, and the hint is the line to write; with it the bound counts each function
# named, nearcall stack says by which line, and a promise of less has a lower bound
. "$(dirname "$0")/../lib.sh"
bound() { $NC stack p | tee /dev/stderr | sed -n 's/^p.Reduce: \([0-9]*\) bytes of stack, promised by .*nearcall:calls (.*p.go:6)$/\1/p'; }
grep -v nearcall:calls "$HERE"/p.go >p/p.go
$NC build p 2>err; r=$?
cat err
[ $r = 1 ] && grep -q '//nearcall:calls reduce .*add' err || { echo "without the promise: exit $r"; exit 1; }
cp "$HERE"/p.go p/
$NC build p && go build -o x . && timeout 60 ./x || exit 1
all=$(bound)
$NC stack p | grep 'p.Start: .*, proven' || exit 1
sed 's/reduce add most/reduce add/' "$HERE"/p.go >p/p.go
less=$(bound)
[ "$all" -ge 256 ] && [ "$less" -lt 256 ] || { echo "bounds: '$all', '$less'"; exit 1; }
