package matrix

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// TestNeovimShowsAndFixesFindings needs Neovim, of any version since 0.7.
func TestNeovimShowsAndFixesFindings(t *testing.T) {
	program, err := exec.LookPath("nvim")
	if err != nil {
		t.Skip("Neovim is not installed (Debian: apt-get install neovim)")
	}
	dir := programtest.CopyTree(t, examples["example"])
	t.Setenv("TCERRLINT", tcerrlint)
	t.Setenv("ROOT", dir)
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	r := start(t, dir, program, "--headless", "--clean", "-S", absolute(t, "testdata/nvim/session.lua")).want(t, 0)
	for _, want := range []string{
		"purge.go:28:8: unknowncode: ", "fix: Replace with ", "hover: **RequestLimitExceeded", " of cdn PurgeUrlsCache\n",
		"lens: AuthFailure: ", "RequestLimitExceeded: 已处理", "command: tcerrlint ",
	} {
		if !strings.Contains(r.out, want) {
			t.Errorf("no %q in\n%s%s", want, r.out, r.errs)
		}
	}
	if !strings.Contains(programtest.ReadFile(t, filepath.Join(dir, "purge.go")), `case "AuthFailure.SignatureExpire":`) {
		t.Error("the fix was not applied")
	}
}
