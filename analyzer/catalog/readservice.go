package catalog

import (
	"sort"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog/internal/layout"
)

func (r reader) numServices() int { return len(r.section(layout.Services)) / layout.ServiceSize }

// service returns the record of a service, "" when there is none.
func (r reader) service(s Service) string {
	if s < 0 {
		return ""
	}
	return r.records(layout.Services, layout.ServiceSize, int(s), 1)
}

// of returns the records that a (first, count) pair of fields of a service names.
func (r reader) of(s Service, section, size, firstField int) string {
	record := r.service(s)
	return r.records(section, size, u32(record, firstField), u32(record, firstField+4))
}

func (r reader) serviceName(s Service) string {
	record := r.service(s)
	if record == "" {
		return ""
	}
	return r.str(u32(record, layout.ServiceName))
}

func (r reader) known(s Service) bool {
	return u32(r.service(s), layout.ServiceFlags)&layout.FlagKnown != 0
}

func (r reader) partial(s Service) bool {
	return u32(r.service(s), layout.ServiceFlags)&layout.FlagPartial != 0
}

func (r reader) serviceNamed(name string) (Service, bool) {
	n := r.numServices()
	i := sort.Search(n, func(i int) bool { return r.serviceName(Service(i)) >= name })
	if i < n && r.serviceName(Service(i)) == name {
		return Service(i), true
	}
	aliases := r.section(layout.Aliases)
	m := len(aliases) / layout.PairSize
	i = sort.Search(m, func(i int) bool { return r.str(u32(aliases, layout.PairSize*i)) >= name })
	if i < m && r.str(u32(aliases, layout.PairSize*i)) == name {
		if s := u32(aliases, layout.PairSize*i+4); s < n {
			return Service(s), true
		}
	}
	return 0, false
}

// codes returns the uint16 IDs of the codes of a service.
func (r reader) codes(s Service) string {
	return r.of(s, layout.ServiceCodes, 2, layout.ServiceCodesFirst)
}

// index returns the position of an ID in the codes of a service.
func index(codes string, id ID) (int, bool) {
	n := len(codes) / 2
	i := sort.Search(n, func(i int) bool { return u16(codes, 2*i) >= int(id) })
	return i, i < n && u16(codes, 2*i) == int(id)
}

func (r reader) dropped(s Service, id ID) (string, bool) {
	return r.pair(r.of(s, layout.Dropped, layout.PairSize, layout.ServiceDroppedFirst), id)
}

func (r reader) constant(id ID, s Service) string {
	if _, ok := index(r.codes(s), id); !ok {
		return ""
	}
	odd := r.of(s, layout.Constants, layout.PairSize, layout.ServiceConstantsFirst)
	if name, ok := r.pair(odd, id); ok {
		return name
	}
	return strings.ToUpper(strings.ReplaceAll(r.code(id), ".", "_"))
}

func (r reader) actions(id ID, s Service) []string {
	want, ok := index(r.codes(s), id)
	if !ok {
		return nil
	}
	var names []string
	r.eachAction(s, func(name string, list int) bool {
		if r.lists(list, want) {
			names = append(names, name)
		}
		return true
	})
	return names
}

// eachAction yields the actions of a service with the offsets of their lists.
func (r reader) eachAction(s Service, yield func(name string, list int) bool) {
	record := r.service(s)
	rest := cut(r.section(layout.Actions), u32(record, layout.ServiceActionsOffset), len(r))
	for range u32(record, layout.ServiceActionsCount) {
		n, after, ok1 := uvarint(rest)
		list, next, ok2 := uvarint(cut(after, n, len(after)))
		if !ok1 || !ok2 || !yield(cut(after, 0, n), list) {
			return
		}
		rest = next
	}
}

func (r reader) serviceOf(action, version string) (service Service, ok bool) {
	for s := range Service(r.numServices()) {
		if !r.hasVersion(s, version) || !r.hasAction(s, action) {
			continue
		}
		if ok {
			return 0, false
		}
		service, ok = s, true
	}
	return service, ok
}

func (r reader) hasVersion(s Service, version string) bool {
	for records := r.packageRecords(s); len(records) >= layout.PackageSize; records = records[layout.PackageSize:] {
		if r.str(u32(records, layout.PackageVersion)) == version {
			return true
		}
	}
	return false
}

func (r reader) hasAction(s Service, action string) bool {
	found := false
	r.eachAction(s, func(name string, _ int) bool {
		found = name == action
		return !found
	})
	return found
}

// lists reports whether the action list at that offset has the code with index want.
func (r reader) lists(off, want int) bool {
	count, rest, ok := uvarint(cut(r.section(layout.ActionLists), off, len(r)))
	for at := 0; ok && count > 0; count-- {
		var delta int
		if delta, rest, ok = uvarint(rest); !ok {
			return false
		}
		if at += delta; at >= want {
			return at == want
		}
	}
	return false
}

func (r reader) packageRecords(s Service) string {
	return r.of(s, layout.Packages, layout.PackageSize, layout.ServicePackagesFirst)
}

func (r reader) packages(s Service) []Package {
	records, name := r.packageRecords(s), r.serviceName(s)
	list := make([]Package, 0, len(records)/layout.PackageSize)
	for ; len(records) >= layout.PackageSize; records = records[layout.PackageSize:] {
		p := Package{
			APIVersion:    r.str(u32(records, layout.PackageVersion)),
			Module:        r.str(u32(records, layout.PackageModule)),
			ModuleVersion: r.str(u32(records, layout.PackageModuleVersion)),
		}
		p.Path = packagePath(p.Module, name, p.APIVersion)
		list = append(list, p)
	}
	return list
}

func (r reader) packageHas(s Service, i int, id ID) bool {
	at, ok := index(r.codes(s), id)
	records := r.packageRecords(s)
	if !ok || i < 0 || i >= len(records)/layout.PackageSize {
		return false
	}
	bitmap := u32(records, layout.PackageSize*i+layout.PackageBitmap)
	b := cut(r.section(layout.PackageCodes), bitmap+at/8, bitmap+at/8+1)
	return b != "" && b[0]>>(at%8)&1 == 1
}

// codesOfAction returns the codes in the list of an action; ok is false when
// the service has no such action.
func (r reader) codesOfAction(s Service, action string) (ids []ID, ok bool) {
	list := -1
	r.eachAction(s, func(name string, at int) bool {
		if name == action {
			list = at
		}
		return list < 0
	})
	if list < 0 {
		return nil, false
	}
	return r.actionList(s, list), true
}

// actionList returns the codes in a list of an action of the service.
func (r reader) actionList(s Service, list int) (ids []ID) {
	codes := r.codes(s)
	count, rest, good := uvarint(cut(r.section(layout.ActionLists), list, len(r)))
	for at := 0; good && count > 0; count-- {
		var delta int
		if delta, rest, good = uvarint(rest); good {
			at += delta
			ids = append(ids, ID(u16(codes, 2*at)))
		}
	}
	return ids
}
