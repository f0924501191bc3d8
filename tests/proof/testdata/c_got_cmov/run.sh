#!/bin/bash
# right: a choice between the addresses of two tables of another file is accepted, and reads the one that is meant
. "$(dirname "$0")/../lib.sh"
$NC build p && go build -o x . && timeout 60 ./x
