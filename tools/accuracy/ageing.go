package main

import (
	"cmp"
	"fmt"
	"go/constant"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/prog"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/site"
)

// ageing is the replay of an SDK that is newer than the snapshot, for one
// service: every constant of it is tested after a call of it.
type ageing struct {
	service  string
	codes    int
	unlisted int // codes that the snapshot does not have for the service
	direct   int // false findings in a package that imports the service
	indirect int // false findings in one that meets it through another only
	messages []string
}

// replayServices is how many services are replayed.
const replayServices = 5

// replay picks the services of a program whose SDK packages have most codes
// that the snapshot lacks, and tests all their codes.
func replay(p *prog.Program) ([]ageing, error) {
	type candidate struct {
		pkg      *packages.Package
		codes    []string
		unlisted int
	}
	var list []candidate
	for _, pkg := range p.Services() {
		c := candidate{pkg: pkg, codes: constants(pkg.Types)}
		service, ok := catalog.ServiceNamed(prog.Service(pkg.PkgPath))
		for _, code := range c.codes {
			if id, known := catalog.Lookup(code); !ok || !known || !service.Has(id) {
				c.unlisted++
			}
		}
		if _, _, ok := action(pkg.Types); ok && len(c.codes) > 0 {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.unlisted, a.unlisted), cmp.Compare(len(b.codes), len(a.codes)), strings.Compare(a.pkg.PkgPath, b.pkg.PkgPath))
	})
	var results []ageing
	for i, c := range list[:min(len(list), replayServices)] {
		a := ageing{service: c.pkg.PkgPath, codes: len(c.codes), unlisted: c.unlisted}
		var err error
		if err = a.replay(p, i, c.pkg, c.codes); err != nil {
			return nil, err
		}
		results = append(results, a)
	}
	return results, nil
}

func constants(pkg *types.Package) []string {
	var list []string
	for _, name := range pkg.Scope().Names() {
		c, ok := pkg.Scope().Lookup(name).(*types.Const)
		if ok && c.Exported() && c.Val().Kind() == constant.String && name != "APIVersion" {
			list = append(list, constant.StringVal(c.Val()))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// action returns a method of the service's client and the type of its request.
func action(pkg *types.Package) (method, request string, ok bool) {
	client, _ := pkg.Scope().Lookup("Client").(*types.TypeName)
	if client == nil {
		return "", "", false
	}
	set := types.NewMethodSet(types.NewPointer(client.Type()))
	for sel := range set.Methods() {
		sig := sel.Obj().Type().(*types.Signature)
		if sig.Params().Len() != 1 || sig.Results().Len() != 2 || site.RequestService(sig) == "" {
			continue
		}
		return sel.Obj().Name(), sel.Obj().Name() + "Request", true
	}
	return "", "", false
}

// replay tests all codes in a package that imports the service, and in
// one that calls it through a function of the first.
func (a *ageing) replay(p *prog.Program, n int, pkg *packages.Package, codes []string) error {
	method, request, _ := action(pkg.Types)
	errorsPath := strings.TrimSuffix(pkg.PkgPath, "/"+prog.Service(pkg.PkgPath)+"/"+pkg.PkgPath[strings.LastIndexByte(pkg.PkgPath, '/')+1:]) + "/common/errors"
	var near, far strings.Builder
	nearName, farName := fmt.Sprintf("zznear%d", n), fmt.Sprintf("zzfar%d", n)
	fmt.Fprintf(&near, "package %s\nimport sdk %q\nimport sdkerrors %q\nfunc Call(c *sdk.Client, r *sdk.%s) error { _, err := c.%s(r); return err }\nvar Client *sdk.Client\nvar Request *sdk.%s\n",
		nearName, pkg.PkgPath, errorsPath, request, method, request)
	fmt.Fprintf(&far, "package %s\nimport near %q\nimport sdkerrors %q\n", farName, p.Module+"/"+nearName, errorsPath)
	const test = "func f%d() error { err := %s; if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == %s { return nil }; return err }\n"
	for i, code := range codes {
		fmt.Fprintf(&near, test, i, "Call(Client, Request)", strconv.Quote(code))
		fmt.Fprintf(&far, test, i, "near.Call(near.Client, near.Request)", strconv.Quote(code))
	}
	for i, src := range []string{near.String(), far.String()} {
		added := p.Add([]string{nearName, farName}[i], src)
		if len(added.Errors) > 0 {
			return fmt.Errorf("ageing of %s: %v", pkg.PkgPath, added.Errors[0])
		}
		found, err := p.Analyze([]*packages.Package{added})
		if err != nil {
			return err
		}
		for _, f := range found {
			if f.Rule == "unknowncode" || f.Rule == "wrongservice" {
				*[]*int{&a.direct, &a.indirect}[i]++
				a.messages = append(a.messages, f.Message)
			}
		}
	}
	return nil
}
