// Package testmodule writes small Go modules for tests.
package testmodule

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"
)

// sdk is a go.mod and the one SDK package that decides what an error code is:
// it is known by the end of its import path.
const sdk = `
-- go.mod --
module example.com/m

go 1.25.0
-- tencentcloud/common/errors/errors.go --
package errors

type TencentCloudSDKError struct {
	Code, Message, RequestId string
}

func (e *TencentCloudSDKError) Error() string   { return e.Code + ": " + e.Message }
func (e *TencentCloudSDKError) GetCode() string { return e.Code }
`

// Write writes a module example.com/m with the SDK's error package and the
// files of the archive, which may replace its files, and returns its folder.
func Write(t testing.TB, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{sdk, archive} {
		for _, file := range txtar.Parse([]byte(text)).Files {
			name := filepath.Join(dir, filepath.FromSlash(file.Name))
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, file.Data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}
