package progress

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestALongRunIsToldOfAndTheLineIsCleared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		m := New(&out)
		m.Stage("loading packages", 12)
		m.Step()
		time.Sleep(2 * time.Second)
		m.Stage("listing", 0)
		time.Sleep(time.Second)
		m.Close()
		text := out.String()
		if !strings.HasPrefix(text, "\rtcerrlint: loading packages 1/12\r") {
			t.Errorf("begins with %q", text)
		}
		last := "tcerrlint: listing"
		if !strings.HasSuffix(text, "\r"+last+"\r"+strings.Repeat(" ", len(last))+"\r") {
			t.Errorf("ends with %q", text[max(0, len(text)-60):])
		}
		if !strings.Contains(text, last+strings.Repeat(" ", len("tcerrlint: loading packages 1/12")-len(last))) {
			t.Error("a shorter line leaves letters of a longer one")
		}
	})
}

func TestAShortRunIsSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		m := New(&out)
		m.Stage("loading packages", 12)
		time.Sleep(patience / 2)
		m.Close()
		if out.Len() != 0 {
			t.Errorf("%q", out.String())
		}
	})
}

func TestNoMeterIsSilentAndHarmless(t *testing.T) {
	var m *Meter
	m.Stage("loading", 1)
	m.Step()
	m.Close()
}
