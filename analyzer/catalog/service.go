package catalog

import (
	"iter"
	"slices"
	"strings"
)

// A Service is the position of a service among those of the snapshot, sorted by
// name. Services are 0 to NumServices()-1 and differ between snapshots.
type Service int32

// NumServices returns the number of services, the missing ones included.
func NumServices() int { return embedded().numServices() }

// ServiceNamed finds a service by its folder in the SDK ("cvm") or by another
// name it is known under ("mysql" for cdb, sources/aliases.tsv).
func ServiceNamed(name string) (Service, bool) { return embedded().serviceNamed(name) }

// Name returns the folder of the service in the SDK ("cvm"); "" for a service
// out of range.
func (s Service) Name() string { return embedded().serviceName(s) }

// Known reports whether the snapshot has a code list of the service. Without
// one nothing may be said about which codes the service answers.
func (s Service) Known() bool { return embedded().known(s) }

// Partial reports whether the code list comes from the international SDK alone.
// Where both SDKs have a service, an eighth of the main SDK's codes is absent
// from the international list (1087 of 8028 in 76 services, 2026-11-23), so that
// a code's absence from a partial list proves little to users of the main SDK.
func (s Service) Partial() bool { return embedded().partial(s) }

// Has reports whether the service documents the code: whether any API version
// of it, in the main or the international SDK, has a constant for it. It is
// false for pairs that were dropped and for public codes not listed by it.
func (s Service) Has(id ID) bool {
	_, ok := index(embedded().codes(s), id)
	return ok
}

// Len returns the number of codes of the service.
func (s Service) Len() int { return len(embedded().codes(s)) / 2 }

// Codes returns the codes of the service, ascending: the union of all its API
// versions and both SDKs.
func (s Service) Codes() iter.Seq[ID] {
	return func(yield func(ID) bool) {
		codes := embedded().codes(s)
		for i := 0; i+1 < len(codes); i += 2 {
			if !yield(ID(u16(codes, i))) {
				return
			}
		}
	}
}

// Dropped tells whether an older SDK had the code for this service and the
// newer has not, and the last module version that had it. The code itself may
// live on: with other services, or as a public code that any service may answer.
func (s Service) Dropped(id ID) (lastVersion string, ok bool) { return embedded().dropped(s, id) }

// Services returns the services whose SDK package has a constant for the code,
// in ascending order. For public codes these are only the ones that also
// document them; every service may answer them.
func Services(id ID) iter.Seq[Service] {
	return func(yield func(Service) bool) {
		list := embedded().codeServices(id)
		for i := 0; i+1 < len(list); i += 2 {
			if !yield(Service(u16(list, i))) {
				return
			}
		}
	}
}

// Constant returns the Go constant for the code in the SDK package of the
// service ("INTERNALERROR_CDNDBERROR"), "" if it has none. It may allocate.
func Constant(id ID, s Service) string { return embedded().constant(id, s) }

// Actions returns the actions of the service whose doc comment in the SDK lists
// the code, sorted. Such lists are incomplete: say "documented by", never
// "answered only by". It allocates.
func Actions(id ID, s Service) []string { return embedded().actions(id, s) }

// ServiceOf returns the one service that has the action at the API version, as
// the headers X-TC-Action and X-TC-Version name them ("DescribeDomains",
// "2018-06-06"). Not ok where no service has it, or more than one: 80 of 18,967
// pairs of an action and a version of its service (2026-11-26).
func ServiceOf(action, version string) (service Service, ok bool) {
	return embedded().serviceOf(action, "v"+strings.ReplaceAll(version, "-", ""))
}

// Actions returns the actions of the service, sorted, each with the codes that its
// doc comment lists, ascending. It allocates.
func (s Service) Actions() iter.Seq2[string, []ID] {
	return func(yield func(string, []ID) bool) {
		r := embedded()
		r.eachAction(s, func(name string, list int) bool { return yield(name, r.actionList(s, list)) })
	}
}

// A Package is one Go package of the SDKs: a service at an API version in a module.
type Package struct {
	Path          string // import path
	APIVersion    string // "v20170312"
	Module        string // module path
	ModuleVersion string
}

// Packages returns the SDK packages that the codes of the service come from,
// those of the main SDK first. It allocates.
func (s Service) Packages() []Package { return embedded().packages(s) }

// PackageHas reports whether package number i of s.Packages() has a constant
// for the code.
func (s Service) PackageHas(i int, id ID) bool { return embedded().packageHas(s, i, id) }

// Versions returns the API versions of the service in the SDKs ("v20170312"),
// sorted. It allocates.
func (s Service) Versions() []string {
	var versions []string
	for _, p := range s.Packages() {
		versions = append(versions, p.APIVersion)
	}
	slices.Sort(versions)
	return slices.Compact(versions)
}

// packagePath returns the import path of a service's package: the module is
// that of the service, or of a whole SDK.
func packagePath(module, service, version string) string {
	if !strings.HasSuffix(module, "/tencentcloud/"+service) {
		module += "/tencentcloud/" + service
	}
	return module + "/" + version
}

// CodesOfAction returns the codes that the service documents for one of its
// actions, ascending; ok is false when it has no such action. Source: the doc
// comments of the SDK's methods.
func (s Service) CodesOfAction(action string) (ids []ID, ok bool) {
	return embedded().codesOfAction(s, action)
}
