package main

// code is what kind a problem is of. The numbers are those of pack/codes/go.h,
// whose names they have here in Go's spelling; a test compares.
type code int

const (
	noDirectives       code = 1002
	goCommand          code = 1003
	goSyntax           code = 1004
	goTypes            code = 1005
	noGoFiles          code = 1006
	unreadable         code = 1007
	usesCgo            code = 1008
	noPackage          code = 1001
	directiveUnknown   code = 1101
	directiveMisspelt  code = 1102
	directiveLoose     code = 1103
	directiveArguments code = 1104
	directiveTwice     code = 1105
	badCName           code = 1106
	cpuLevel           code = 1107
	hasBody            code = 1201
	method             code = 1202
	generic            code = 1203
	variadic           code = 1204
	specialName        code = 1205
	noBody             code = 1206
	largeArguments     code = 1207
	badFallback        code = 1208
	longForm           code = 1211
	longTwoWays        code = 1212
	blockingResult     code = 1213
	noSource           code = 1301
	noSuchFile         code = 1302
	fileKind           code = 1303
	fileBesideGo       code = 1304
	twoFlagSets        code = 1305
	badPattern         code = 1306
	flagRefused        code = 1401
	flagUnknown        code = 1402
	flagNoValue        code = 1403
	pointersEscape     code = 8013
	besideGo           code = 8014
)
