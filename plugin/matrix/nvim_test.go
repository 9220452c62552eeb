package matrix

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// TestNeovimShowsAndFixesFindings needs Neovim.
func TestNeovimShowsAndFixesFindings(t *testing.T) {
	program, err := exec.LookPath("nvim")
	if err != nil {
		t.Skip("no nvim")
	}
	dir := programtest.CopyTree(t, examples["example"])
	t.Setenv("TCERRLINT", tcerrlint)
	t.Setenv("ROOT", dir)
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	r := start(t, dir, program, "--headless", "--clean", "-S", absolute(t, "testdata/nvim/session.lua")).want(t, 0)
	if !strings.Contains(r.out, "purge.go:28:8: unknowncode: ") || !strings.Contains(r.out, "fix: Replace with ") {
		t.Errorf("%s%s", r.out, r.errs)
	}
	if !strings.Contains(programtest.ReadFile(t, filepath.Join(dir, "purge.go")), `case "AuthFailure.SignatureExpire":`) {
		t.Error("the fix was not applied")
	}
}
