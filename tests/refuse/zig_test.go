package refuse

// zigVoid is f with debug information as Zig writes it: its void is a base type
// of no bytes, which other languages leave out.
const zigVoid = `.text
.globl f
.type f,@function
f: .cfi_startproc
mov %rsi, (%rdi)
ret
.cfi_endproc
.Lend:
.size f,.-f
.section .debug_abbrev,"",@progbits
.Labbrev: .uleb128 1, 0x11; .byte 1; .uleb128 0x13, 5, 0x25, 8, 0x11, 1, 0x12, 7, 0, 0
.uleb128 2, 0x2e; .byte 1; .uleb128 3, 8, 0x11, 1, 0x12, 7, 0x49, 0x13, 0x3f, 0x19, 0, 0
.uleb128 3, 5; .byte 0; .uleb128 3, 8, 0x49, 0x13, 2, 0x18, 0, 0
.uleb128 4, 0x24; .byte 0; .uleb128 3, 8, 0x3e, 0xb, 0xb, 0xb, 0, 0
.uleb128 5, 0xf; .byte 0; .uleb128 0x49, 0x13, 0, 0
.byte 0
.section .debug_info,"",@progbits
.Linfo: .long .Lstop - .Lstart
.Lstart: .value 4; .long .Labbrev; .byte 8
.uleb128 1; .value 0x27; .asciz "zig 0.17.1"; .quad f; .quad .Lend - f
.uleb128 2; .asciz "f"; .quad f; .quad .Lend - f; .long .Lvoid - .Linfo
.uleb128 3; .asciz "p"; .long .Lpointer - .Linfo; .uleb128 1; .byte 0x55
.uleb128 3; .asciz "v"; .long .Lword - .Linfo; .uleb128 1; .byte 0x54
.byte 0
.Lvoid: .uleb128 4; .asciz "void"; .byte 5, 0
.Lword: .uleb128 4; .asciz "i64"; .byte 5, 8
.Lpointer: .uleb128 5; .long .Lword - .Linfo
.byte 0
.Lstop:
`
