package cache

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// A Hash makes a key of values one after the other. Two different sequences of
// values make two keys.
type Hash struct{ sum hash.Hash }

// NewHash returns a hash for one purpose.
func NewHash(purpose string) *Hash {
	h := &Hash{sha256.New()}
	return h.Text(purpose)
}

// Text adds words.
func (h *Hash) Text(words ...string) *Hash {
	for _, word := range words {
		h.Number(uint64(len(word)))
		h.sum.Write([]byte(word))
	}
	return h
}

// Bytes adds bytes.
func (h *Hash) Bytes(b []byte) *Hash {
	h.Number(uint64(len(b)))
	h.sum.Write(b)
	return h
}

// Key adds a key.
func (h *Hash) Key(key Key) *Hash {
	h.sum.Write(key[:])
	return h
}

// Flags adds flags.
func (h *Hash) Flags(flags ...bool) *Hash {
	h.Number(uint64(len(flags)))
	for _, flag := range flags {
		b := []byte{0}
		if flag {
			b[0] = 1
		}
		h.sum.Write(b)
	}
	return h
}

// SumOf returns the hash of bytes alone.
func SumOf(b []byte) Key { return sha256.Sum256(b) }

// Number adds a number.
func (h *Hash) Number(n uint64) *Hash {
	h.sum.Write(binary.BigEndian.AppendUint64(nil, n))
	return h
}

// Sum returns the key of all that was added.
func (h *Hash) Sum() (key Key) {
	h.sum.Sum(key[:0])
	return key
}
