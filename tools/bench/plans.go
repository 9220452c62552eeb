package main

import (
	"os"
	"path/filepath"
	"strings"
)

// allPlans returns the plans in the order of the page.
func (b *bench) allPlans() []plan {
	example := target{
		dir:      func() (string, error) { return filepath.Join(b.root, "testdata", "example"), nil },
		patterns: []string{"./..."},
		edit:     "purge.go",
	}
	xtools := target{dir: b.xtools, patterns: []string{"./go/..."}, edit: "go/ssa/builder.go"}
	var plans []plan
	if b.tfp != "" {
		dir := func() (string, error) { return b.tfp, nil }
		all := target{dir: dir, patterns: []string{"./tencentcloud/..."}}
		part := target{dir: dir}
		for _, service := range strings.Fields("cdn cvm vpc tke emr") {
			part.patterns = append(part.patterns, "./tencentcloud/services/"+service+"/...")
		}
		staticcheck := gate{"`staticcheck -tests=false`", "staticcheck", []string{"-tests=false"}}
		plans = append(plans,
			b.gatePlan(plan{
				name: "gate", title: "A gate that starts with nothing: all of the Terraform provider, empty caches",
				about: "Function bodies of packages that can hold neither a test on a code nor a helper are not parsed; what services of the SDK declare and the program does not name is not type-checked; what is known of a package is let go when it is analyzed. " +
					"The other row is the standard driver with an analyzer that does nothing but declare a fact.",
				reference: loadAll, rounds: 3,
			}, all, true, tcerrlintGate, gate{loadAll, "loadall", nil}),
			b.gatePlan(plan{
				name: "gate-others", title: "The same beside other tools, which compile first",
				about:     "`go vet` looks at test files, too. Where wall and CPU disagree, other work was done beside.",
				reference: tcerrlintGate.label, rounds: 1,
			}, all, true, tcerrlintGate, gate{"`go vet`", "go", []string{"vet"}}, staticcheck),
			b.gatePlan(plan{
				name: "gate-part", title: "Five services of the provider, all compiled",
				about:     "With an empty lint cache. staticcheck reads the compiler's export data; tcerrlint needs nothing compiled.",
				reference: staticcheck.label, rounds: 1,
			}, part, false, tcerrlintGate, staticcheck))
		one := target{dir: dir, edit: "tencentcloud/services/cdn/resource_tc_cdn_domain.go"}
		plans = append(plans,
			b.againPlan(plan{
				name: "again-part", title: "One service of the Terraform provider with its tests, again",
				about:  "The tests import the whole provider. What is kept between runs is under the hash of the text; the go command is not asked again for packages when no import changed.",
				rounds: 3,
			}, one, "./tencentcloud/services/cdn/..."),
			b.againPlan(plan{
				name: "again", title: "All of the Terraform provider, again",
				rounds: 3,
			}, one, "-tests=false", "./tencentcloud/..."))
		// Each run takes minutes, so only what must be compared is. The largest
		// process there is one of the tool.
		var few []vetTool
		for _, v := range vetTools {
			if v.program == "" || v.label == emptyFact || v.program == "tcerrlint" && v.flags == nil {
				few = append(few, v)
			}
		}
		plans = append(plans, b.vetPlans("provider", "Five services of the Terraform provider", 1, part, few)[:2]...)
	}
	plans = append(plans, b.vetPlans("xtools", "A module without Tencent Cloud: x/tools v0.52.0, `./go/...`", b.rounds, xtools, vetTools)...)
	plans = append(plans, b.vetPlans("example", "A small module: testdata/example", b.rounds, example, vetTools)...)
	return append(plans, b.scalePlan(), b.sharedCachePlan(example))
}

// xtools returns the folder of a copy of x/tools, a module of its own there, all
// of it compiled.
func (b *bench) xtools() (string, error) {
	dir := filepath.Join(b.dir, "xtools")
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	if _, err := command("", "go", "mod", "download", "golang.org/x/tools@v0.52.0").output(); err != nil {
		return "", err
	}
	cache, err := command("", "go", "env", "GOMODCACHE").output()
	if err != nil {
		return "", err
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(cache, "golang.org", "x", "tools@v0.52.0"))); err != nil {
		return "", err
	}
	// What vet compiles, tests too, must be there before anything is counted.
	_, err = command(dir, "go", "vet", "./go/...").output()
	return dir, err
}
