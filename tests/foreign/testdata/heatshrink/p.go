// Package p is heatshrink, with the state in the caller's memory.
package p

import "unsafe"

//nearcall:source up/heatshrink_encoder.c up/heatshrink_decoder.c
//nearcall:cflags -DHEATSHRINK_DYNAMIC_ALLOC=0

//nearcall:func heatshrink_encoder_reset
//go:noescape
func EncoderReset(e unsafe.Pointer)

//nearcall:func heatshrink_encoder_sink
//go:noescape
func EncoderSink(e unsafe.Pointer, in []byte, n *int) int32

//nearcall:func heatshrink_encoder_poll
//go:noescape
func EncoderPoll(e unsafe.Pointer, out []byte, n *int) int32

//nearcall:func heatshrink_encoder_finish
//go:noescape
func EncoderFinish(e unsafe.Pointer) int32

//nearcall:func heatshrink_decoder_reset
//go:noescape
func DecoderReset(d unsafe.Pointer)

//nearcall:func heatshrink_decoder_sink
//go:noescape
func DecoderSink(d unsafe.Pointer, in []byte, n *int) int32

//nearcall:func heatshrink_decoder_poll
//go:noescape
func DecoderPoll(d unsafe.Pointer, out []byte, n *int) int32

//nearcall:func heatshrink_decoder_finish
//go:noescape
func DecoderFinish(d unsafe.Pointer) int32
