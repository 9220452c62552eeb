package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// scaleName is the name of the table of written modules.
const scaleName = "scale"

// sizes are how many packages the written modules have.
var sizes = []int{10, 100, 1000, 10000}

// scalePlan returns the table of modules that differ in size only.
func (b *bench) scalePlan() plan {
	p := plan{
		name: scaleName, title: "Cost against size",
		about:     "`tcerrlint ./...` on written modules: packages of a hundred tests on codes, with helpers that call those of the package before. The first rows are the SDK and the standard library.\n\n![Cost of a run over the number of packages](" + chartFile + ")",
		reference: sizeLabel(sizes[1]), rounds: 1,
	}
	for _, n := range sizes {
		p.contenders = append(p.contenders, contender{label: sizeLabel(n), start: func(int) (*exec.Cmd, error) {
			dir, err := b.writtenModule(n)
			if err != nil {
				return nil, err
			}
			tool, err := b.tool("tcerrlint")
			if err != nil {
				return nil, err
			}
			cmd := exec.Command(tool, "-cache=false", "-fail-on=never", "./...")
			cmd.Dir = dir
			return cmd, nil
		}})
	}
	return p
}

func sizeLabel(packages int) string {
	return fmt.Sprintf("%d tests on codes in %s", packages*testsPerPackage, plural(packages, "package"))
}

// A package of a written module has 100 tests on codes: six in each function,
// and four beside.
const (
	functions       = 16
	testsPerPackage = functions*6 + 4
)

// writtenModule writes a module of so many packages. Each calls a helper of the
// one before it, which calls that of the one before.
func (b *bench) writtenModule(packages int) (string, error) {
	dir := filepath.Join(b.dir, fmt.Sprintf("module%d", packages))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	for i := range packages {
		pkg := filepath.Join(dir, fmt.Sprintf("p%d", i))
		if err := os.MkdirAll(pkg, 0o777); err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(pkg, "p.go"), []byte(writtenPackage(i)), 0o666); err != nil {
			return "", err
		}
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(b.root, "testdata", "example", name))
		if err != nil {
			return "", err
		}
		text := strings.Replace(string(data), "module example.com/cdnops", "module example.com/written", 1)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			return "", err
		}
	}
	return dir, nil
}

// depth is how many packages lie between a helper and its last caller.
const depth = 10

// writtenPackage returns the source of the package of that number: functions with
// a switch of four codes, a comparison, and a call of a helper that compares.
func writtenPackage(number int) string {
	var s strings.Builder
	fmt.Fprintf(&s, "package p%d\n\nimport (\n\t\"slices\"\n\n\tcdn \"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606\"\n\t\"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors\"\n", number)
	helper := "isThrottled"
	if number%depth > 0 {
		fmt.Fprintf(&s, "\n\t\"example.com/written/p%d\"\n", number-1)
		helper = fmt.Sprintf("p%d.Throttled", number-1)
	}
	s.WriteString(")\n\nfunc isThrottled(err error) bool {\n\te, ok := err.(*errors.TencentCloudSDKError)\n\treturn ok && slices.Contains([]string{\"RequestLimitExceeded\", \"RequestLimitExceeded.IPLimitExceeded\", \"RequestLimitExceeded.UinLimitExceeded\", \"RequestLimitExceeded.GlobalRegionUinLimitExceeded\"}, e.Code)\n}\n")
	fmt.Fprintf(&s, "\nfunc Throttled(err error) bool { return %s(err) }\n", helper)
	for i := range functions {
		fmt.Fprintf(&s, `
func F%d(client *cdn.Client) error {
	_, err := client.PurgeUrlsCache(cdn.NewPurgeUrlsCacheRequest())
	if %s(err) {
		return err
	}
	if e, ok := err.(*errors.TencentCloudSDKError); ok {
		switch e.Code {
		case "AuthFailure.SignatureFailure", "InternalError.CdnDbError":
			return err
		case "ResourceNotFound.CdnHostNotExists", "LimitExceeded.CdnHostOpTooOften":
			return nil
		}
		if e.GetCode() == "InternalError.CdnSystemError" {
			return nil
		}
	}
	return err
}
`, i, helper)
	}
	return s.String()
}
