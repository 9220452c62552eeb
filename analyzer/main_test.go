package analyzer_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// TestMain fetches the modules that the test data imports, the real SDK among
// them: analysistest loads them with the module proxy off.
func TestMain(m *testing.M) {
	for _, dir := range []string{rulesModule, flowModule, wireModule, everydayModule, modelModule, statusModule} {
		download := exec.Command("go", "mod", "download")
		download.Dir = dir
		if out, err := download.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "go mod download in %s: %v\n%s", dir, err, out)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}
