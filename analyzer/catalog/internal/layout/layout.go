// Package layout fixes how the bytes of catalog.bin are arranged, for the
// generator that writes them and for the reader that looks codes up in them.
//
// The file is a header and a list of sections. All integers are little-endian,
// so that the file is the same wherever it is made. Strings outside the code
// text live in one pool and are referred to by the offset of their length
// (a uvarint) in it; equal strings are stored once.
package layout

// Magic opens the file.
const Magic = "TCERRCAT"

// Version is raised whenever the arrangement changes; a reader takes no other.
const Version = 1

// Sections of the file, in their order.
const (
	// Info holds lines "key TAB value…": date, digest, modules, missing services.
	Info = iota
	// CodeText holds all codes, sorted bytewise, with nothing between them.
	CodeText
	// CodeOffsets holds a uint32 offset into CodeText for each code, and the end.
	CodeOffsets
	// CodeKinds holds a byte of flags for each code.
	CodeKinds
	// CodeServiceOffsets holds a uint32 index into CodeServices for each code, and the end.
	CodeServiceOffsets
	// CodeServices holds uint16 service numbers, ascending for each code.
	CodeServices
	// Services holds a record of ServiceSize bytes for each service, sorted by name.
	Services
	// ServiceCodes holds uint16 code IDs, ascending for each service.
	ServiceCodes
	// Dropped holds records (uint32 code ID, uint32 string): pairs that a newer SDK lacks.
	Dropped
	// Tombstones holds records (uint32 code ID, uint32 string), ascending.
	Tombstones
	// Constants holds records (uint32 code ID, uint32 string): Go names that do not follow from the code.
	Constants
	// Packages holds a record of PackageSize bytes for each SDK package, grouped by service.
	Packages
	// PackageCodes holds bitmaps over the codes of the service.
	PackageCodes
	// Actions holds, for each action of a service: uvarint length, name, uvarint offset into ActionLists.
	Actions
	// ActionLists holds uvarint count, then uvarint differences between indices into the codes of the service.
	ActionLists
	// Aliases holds records (uint32 string, uint32 service), sorted by the string.
	Aliases
	// Strings is the pool.
	Strings
	// NumSections is the number of sections.
	NumSections
)

// HeaderSize is the length of magic, version, number of sections and the
// (offset, length) pairs of the sections.
const HeaderSize = len(Magic) + 4 + 4 + 8*NumSections

// PairSize is the size of a record of two uint32.
const PairSize = 8

// Fields of a service record, each a uint32. A …First and …Count pair names a
// range of records in the section of that name.
const (
	ServiceName = 4 * iota
	ServiceFlags
	ServiceCodesFirst
	ServiceCodesCount
	ServiceDroppedFirst
	ServiceDroppedCount
	ServiceConstantsFirst
	ServiceConstantsCount
	ServicePackagesFirst
	ServicePackagesCount
	ServiceActionsOffset
	ServiceActionsCount
	// ServiceSize is the size of a service record.
	ServiceSize
)

// Flags of a service.
const (
	FlagKnown   = 1 << iota // its code list is in the catalog
	FlagPartial             // the list comes from the international SDK alone
)

// Fields of a package record, each a uint32.
const (
	PackageVersion       = 4 * iota // API version ("v20170312")
	PackageModule                   // module path
	PackageModuleVersion            // module version
	PackageBitmap                   // offset into PackageCodes
	// PackageSize is the size of a package record.
	PackageSize
)

// Flags of a code, a byte each in CodeKinds.
const (
	KindPublic = 1 << iota
	KindProduct
	KindClient
	KindTombstone
	KindUndocumented
)
