package program

import "testing"

func TestForbiddableFatesHaveNames(t *testing.T) {
	for _, fate := range []Fate{Swallowed, Retried, Stopped} {
		if got, ok := ForbiddableFate(fate.String()); !ok || got != fate {
			t.Errorf("%s is read as %s, %v", fate, got, ok)
		}
	}
	for _, name := range []string{"", "surfaced", "handled", "Swallowed"} {
		if _, ok := ForbiddableFate(name); ok {
			t.Errorf("%q can be forbidden", name)
		}
	}
}
