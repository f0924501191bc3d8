// All codes, by number: CODE(name, number, title, why, example, way), see codes.h.
#include "codes/go.h"
#include "codes/source.h"
#include "codes/bind.h"
#include "codes/prove.h"
#include "codes/emit.h"
#include "codes/verify.h"
#include "codes/note.h"
#include "codes/tool.h"
