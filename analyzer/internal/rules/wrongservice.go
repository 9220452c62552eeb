package rules

import (
	"fmt"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/analyzer/internal/codes"
	"github.com/tcerrlint/tcerrlint/analyzer/internal/engine"
)

var wrongService = rule{
	doc: Doc{
		ID:       "wrongservice",
		Title:    "the code exists, but no API of the called service answers it",
		Severity: Error,
		What: `Follows the tested error back to the calls it came from, through variables,
closures, wrappers and functions of other packages, and reports a code that none
of the services called can answer: it is not in their lists, public, client-side
or an addition of yours.`,
		Why: `The code was copied from another product's client. The test never matches.`,
		Bad: `func describe(client *cvm.Client, request *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.CdnHostNotExists" {
		return nil
	}
	return err
}`,
		Good: `func describe(client *cvm.Client, request *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}`,
		Limits: `Silent when one of the calls cannot be resolved, when the catalog lacks the full
list of one of the services, and about lists that other packages can use.`,
		Options: []string{"extra-codes", "extra-pages"},
		Since:   "0.1.0",
		Seen:    `The Terraform provider: InternalError.ClusterNotFound, a code of tke, after calls of antiddos, dayu and emr, ten times.`,
	},
	check: func(r *reporter, pkg *engine.Package) {
		for _, lit := range literals(pkg) {
			from := lit.origin()
			answers, known := pkg.Answers(from)
			if !known || lit.WrongWay() || lit.matched.Empty() || lit.matched.Meets(answers) || documentedOnce(from, lit.matched) {
				continue
			}
			// A category whose details the service answers is at most half a test.
			if pkg.Universe.Category(lit.Value).Meets(answers) {
				continue
			}
			r.report(lit.Expr, fmt.Sprintf("no API of %s answers %s: it is a code of %s",
				services(from), quote(lit.Value), owners(lit.matched)), lit.related)
		}
	},
}

// documentedOnce reports whether one of the services, or no service at all,
// had one of the codes once: then nothing is sure.
func documentedOnce(o engine.Origin, set codes.Set) bool {
	for e := range set.All {
		if int(e) >= catalog.Len() {
			return true
		}
		id := catalog.ID(e)
		if _, ok := catalog.Tombstone(id); ok {
			return true
		}
		for _, name := range o.Services {
			if s, ok := catalog.ServiceNamed(name); ok {
				if _, ok := s.Dropped(id); ok {
					return true
				}
			}
		}
	}
	return false
}

// owners names the services that have one of the codes, three at most.
func owners(set codes.Set) string {
	var names []string
	seen := make(map[string]bool)
	for e := range set.All {
		for s := range catalog.Services(catalog.ID(e)) {
			if seen[s.Name()] {
				continue
			}
			if seen[s.Name()] = true; len(names) == 3 {
				return andList(append(names, "others"), "and")
			}
			names = append(names, s.Name())
		}
	}
	return andList(names, "and")
}
