package rules

import (
	"github.com/tcerrlint/tcerrlint/analyzer/internal/engine"
)

var dropped = rule{
	doc: Doc{
		ID:       "dropped",
		Title:    "an error that is not the SDK's is dropped",
		Severity: Warning,
		What: `Reports an assertion to the SDK's error type whose other side, an error of
another type, reaches success: it is not returned, logged or kept.`,
		Why: `A wrapped error, a context that ended or an error made by a layer between is
not a *TencentCloudSDKError. The function says that all is well.`,
		Bad: `func remove(client *cvm.Client, request *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return err
	}
	return nil
}`,
		Good: `func remove(client *cvm.Client, request *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}`,
		Limits: `Only where the code of the error is tested in the same function.`,
		Since:  "0.1.0",
		Seen:   `The Terraform provider: a lost connection while waiting for a deletion reads as deleted.`,
	},
	check: func(r *reporter, pkg *engine.Package) {
		for s := range subjects(pkg) {
			// One fault, one finding: what swallows the SDK's errors drops others.
			if !s.Given() && !(r.config.Rules["missingcritical"] && swallows(r, pkg, s)) {
				checkDropped(r, pkg, s)
			}
		}
	},
}

// checkDropped reports, once, that a foreign error ends in success. Where the
// SDK's own errors do too, the rule missingcritical has said so.
func checkDropped(r *reporter, pkg *engine.Package, s *engine.Subject) {
	u := pkg.Universe
	for i := range s.Outcomes {
		o := &s.Outcomes[i]
		if o.Kind != engine.Succeeded || o.Surfaced || o.Narrowed || o.Matched != nil ||
			!o.Codes.Has(u.NotSDK()) || o.Codes.Meets(u.Codes()) {
			continue
		}
		if at := testNode(s.Tests); at != nil {
			r.report(at, "an error that is not the SDK's ends in success: when the assertion fails, "+source(s)+" failed all the same; return the error",
				origin(s), related(o.Pos, "success here"))
		}
		return
	}
}
