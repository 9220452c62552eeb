package facts

import (
	"fmt"
	"strings"

	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
)

// A Wire is the fact of a type that carries a code without being the SDK's
// error: a part of an answer's shape, or an error type of the program's own
// that it fills from one.
type Wire struct {
	Level jsonshape.Level
	Own   bool
}

// AFact marks a fact.
func (*Wire) AFact() {}

func (w *Wire) String() string {
	if w.Own {
		return "wire(own)"
	}
	return fmt.Sprintf("wire(%d)", w.Level)
}

// An AnswerUse is what a function does with answers on the wire.
type AnswerUse struct {
	Decodes []Decode // what it decodes, unchecked
	Looks   []int    // parameters whose Error it looks at and that it does not change
	Reads   []int    // parameters of which it reads data alone, and hands nothing on
}

// A Decode is JSON that a function decodes before anything looked into it.
type Decode struct {
	Into int // the parameter that it is decoded into; -1: the first result
	From int // the parameter that holds the JSON; -1: the function gets it itself
}

func (u *AnswerUse) String() string {
	var b strings.Builder
	for _, d := range u.Decodes {
		from := ""
		if d.From >= 0 {
			from = fmt.Sprintf(" of %d", d.From)
		}
		if d.Into < 0 {
			b.WriteString("fresh" + from)
		} else {
			fmt.Fprintf(&b, "decodes(%d%s)", d.Into, from)
		}
	}
	for _, i := range u.Looks {
		fmt.Fprintf(&b, "looks(%d)", i)
	}
	for _, i := range u.Reads {
		fmt.Fprintf(&b, "reads(%d)", i)
	}
	return b.String()
}

// Decoders is the fact of a package that has no shape of an answer, but functions that
// do for others what those who have one do. It is all that importers without such a
// shape look at.
type Decoders struct {
	Decode bool // JSON into what they are given, perhaps an answer of another package
	Send   bool // requests; they are a [Sender] each
}

// AFact marks a fact.
func (*Decoders) AFact() {}

func (*Decoders) String() string { return "decoders" }

// DecodersMark is found in the encoded facts of a package that has a Decoders
// fact, and in no other's.
const DecodersMark = "facts.Decoders"
