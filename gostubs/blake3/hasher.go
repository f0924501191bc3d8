package blake3

// groupSize is what a Hasher collects: 16 chunks, which are hashed at once.
const groupSize = 16 * chunkSize

// A Hasher is a hash.Hash of what was written to it. The zero Hasher is not ready
// for use: see New, NewKeyed and NewDeriveKey.
type Hasher struct {
	tree tree
	used int // of rest
	rest [groupSize]byte
}

// New returns a Hasher of nothing.
func New() *Hasher {
	return &Hasher{tree: tree{key: start, mode: modeHash}}
}

// NewKeyed returns a Hasher under a key.
func NewKeyed(key *[KeySize]byte) *Hasher {
	return &Hasher{tree: tree{key: keyOf(key), mode: modeKeyed}}
}

// NewDeriveKey returns a Hasher to which the material is written that a key is
// derived from: see DeriveKey.
func NewDeriveKey(context string) *Hasher {
	return &Hasher{tree: tree{key: contextKey(context), mode: modeDerive}}
}

// Reset makes h what it was before anything was written to it.
func (h *Hasher) Reset() {
	h.tree.depth, h.tree.chunks, h.used = 0, 0, 0
}

// Size returns the number of bytes that Sum appends.
func (h *Hasher) Size() int { return Size }

// BlockSize returns the number of bytes that are folded at once.
func (h *Hasher) BlockSize() int { return BlockSize }

// Write adds p to what is hashed. It never fails.
func (h *Hasher) Write(p []byte) (int, error) {
	n := len(p)
	if h.used > 0 {
		k := copy(h.rest[h.used:], p)
		h.used += k
		p = p[k:]
		if len(p) == 0 {
			return n, nil
		}
		h.tree.addTree(h.rest[:])
	}
	h.used = copy(h.rest[:], h.tree.add(p))
	return n, nil
}

// Sum appends the hash of what was written to b. More may be written afterwards.
func (h *Hasher) Sum(b []byte) []byte {
	var root node
	var sum [Size]byte
	h.tree.root(&root, h.rest[:h.used])
	output(&root, 0, sum[:])
	return append(b, sum[:]...)
}

// Output returns the output for what was written so far: any number of bytes,
// of which Sum has the first. More may be written to h, without changing it.
func (h *Hasher) Output() *Output {
	o := &Output{}
	h.tree.root(&o.root, h.rest[:h.used])
	return o
}

// An Output is a stream of output. It does not end before byte 2^64.
type Output struct {
	root  node
	at    uint64
	batch uint64 // the bytes from there on are in ahead, if any is
	ready bool
	ahead [batchSize]byte
}

// batchSize is what is made at once, if less is asked for.
const batchSize = 16 * BlockSize

// Read fills p with the next bytes of the output. It never fails.
func (o *Output) Read(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		k := 0
		if o.at%batchSize == 0 && len(p) >= batchSize {
			k = min(len(p)/batchSize*batchSize, treeSize)
			output(&o.root, o.at/BlockSize, p[:k])
		} else {
			if batch := o.at / batchSize * batchSize; batch != o.batch || !o.ready {
				output(&o.root, batch/BlockSize, o.ahead[:])
				o.batch, o.ready = batch, true
			}
			k = copy(p, o.ahead[o.at%batchSize:])
		}
		o.at += uint64(k)
		p = p[k:]
	}
	return n, nil
}

// Seek makes the next Read begin at an offset in the output.
func (o *Output) Seek(offset uint64) { o.at = offset }
