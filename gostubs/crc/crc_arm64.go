//go:build !purego

package crc

//nearcall:cpu armv8-a armv8-a+crc armv8-a+crc+aes
