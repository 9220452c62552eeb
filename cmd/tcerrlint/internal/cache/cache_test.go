package cache

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"sync"
	"testing"
	"time"
)

func open(t *testing.T) *Cache {
	t.Helper()
	c := Open(filepath.Join(t.TempDir(), "cache"))
	if c == nil {
		t.Fatal("no cache")
	}
	return c
}

func keyOf(word string) Key { return NewHash("test").Text(word).Sum() }

func TestWhatIsPutIsGot(t *testing.T) {
	c := open(t)
	for _, text := range []string{"", "one", "another"} {
		c.Put(keyOf("a"), []byte(text))
		if got, ok := c.Get(keyOf("a")); !ok || string(got) != text {
			t.Errorf("got %q, %v, want %q", got, ok, text)
		}
	}
	if _, ok := c.Get(keyOf("b")); ok {
		t.Error("got what was never put")
	}
	var none *Cache
	none.Put(keyOf("a"), nil)
	none.Trim()
	if _, ok := none.Get(keyOf("a")); ok {
		t.Error("no cache has an entry")
	}
}

func TestDamagedEntriesAreNotThere(t *testing.T) {
	c := open(t)
	key := keyOf("a")
	c.Put(key, []byte("some text"))
	whole, err := os.ReadFile(c.file(key))
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		flipped := bytes.Clone(whole)
		flipped[i] ^= 1
		for _, data := range [][]byte{whole[:i], flipped} {
			if err := os.WriteFile(c.file(key), data, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, ok := c.Get(key); ok {
				t.Fatalf("an entry damaged at byte %d is taken for one", i)
			}
		}
	}
	c.Put(key, []byte("again"))
	if got, _ := c.Get(key); string(got) != "again" {
		t.Errorf("a damaged entry is not replaced: %q", got)
	}
}

func TestFoldersThatCannotBeUsed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", file, filepath.Join(file, "below")} {
		if Open(dir) != nil {
			t.Errorf("Open(%q) returns a cache", dir)
		}
	}
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		return // nothing is read-only
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if Open(dir) != nil {
		t.Error("a folder that cannot be written is opened")
	}
}

func TestTheFolderVanishes(t *testing.T) {
	c := open(t)
	if err := os.RemoveAll(c.dir); err != nil {
		t.Fatal(err)
	}
	c.Put(keyOf("a"), []byte("text"))
	c.Trim()
	if _, ok := c.Get(keyOf("a")); ok {
		t.Error("got an entry of a folder that is not there")
	}
}

func TestDir(t *testing.T) {
	t.Setenv(Variable, "off")
	if dir := Dir(); dir != "" {
		t.Errorf("off is folder %q", dir)
	}
	t.Setenv(Variable, "here")
	if dir := Dir(); !filepath.IsAbs(dir) || filepath.Base(dir) != "here" {
		t.Errorf("a relative folder is %q", dir)
	}
	t.Setenv(Variable, "")
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		t.Setenv(name, "")
	}
	if dir := Dir(); dir != "" {
		t.Errorf("without a home the folder is %q", dir)
	}
}

func TestTrim(t *testing.T) {
	c := open(t)
	now := time.Now()
	c.now = func() time.Time { return now }
	put := func(word string, age time.Duration) {
		c.Put(keyOf(word), make([]byte, 1000))
		if err := os.Chtimes(c.file(keyOf(word)), now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	put("unused", unused+time.Hour)
	put("old", daily+time.Hour)
	put("new", 0)
	left := filepath.Join(filepath.Dir(c.file(keyOf("new"))), "tmp-1")
	foreign := filepath.Join(c.dir, "notes.txt")
	for _, name := range []string{left, foreign} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, now.Add(-2*unused), now.Add(-2*unused)); err != nil {
			t.Fatal(err)
		}
	}
	has := func(word string) bool {
		_, err := os.Stat(c.file(keyOf(word)))
		return err == nil
	}
	c.Trim()
	if has("unused") || !has("old") || !has("new") {
		t.Error("other entries are gone than those that nobody used")
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("a half-written file stays")
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error("a file of somebody else's is gone")
	}
	put("unused", unused+time.Hour)
	if c.Trim(); !has("unused") {
		t.Error("trimmed twice a day")
	}
	c.trim(1500)
	if has("old") || !has("new") {
		t.Error("over the limit, other entries are gone than the longest unused")
	}
	now = now.Add(2 * daily)
	if c.Get(keyOf("new")); true {
		info, err := os.Stat(c.file(keyOf("new")))
		if err != nil || now.Sub(info.ModTime()) > time.Minute {
			t.Error("a use is not noted")
		}
	}
}

func TestCleanDeletesEntriesAlone(t *testing.T) {
	c := open(t)
	c.Put(keyOf("a"), nil)
	foreign := filepath.Join(c.dir, "ab", "notes.txt")
	if err := os.MkdirAll(filepath.Dir(foreign), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(foreign, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if entries, _ := c.Size(); entries != 1 {
		t.Errorf("%d entries, want 1", entries)
	}
	if err := c.Clean(); err != nil {
		t.Fatal(err)
	}
	if entries, _ := c.Size(); entries != 0 {
		t.Errorf("%d entries are left", entries)
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error("a file of somebody else's is gone")
	}
	os.Remove(foreign)
	other := Open(c.dir)
	other.Put(keyOf("a"), nil)
	os.Remove(filepath.Dir(foreign))
	if err := other.Clean(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(c.dir); !os.IsNotExist(err) {
		t.Error("an empty folder stays")
	}
}

func TestManyUseOneFolder(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for range 4 {
		c := Open(dir)
		wg.Go(func() {
			for i := range 200 {
				key := keyOf(fmt.Sprint(i % 20))
				text := bytes.Repeat([]byte{byte(i % 20)}, 1000)
				c.Put(key, text)
				if got, ok := c.Get(key); ok && !bytes.Equal(got, text) {
					t.Errorf("got another entry")
				}
			}
		})
	}
	wg.Wait()
	filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		if ok, _ := filepath.Match(temporary, filepath.Base(name)); ok {
			t.Errorf("%s stays", name)
		}
		return nil
	})
}

type inner struct {
	Word string
	N    int8
}

type all struct {
	Flag   bool
	N      int
	U      uint16
	Text   string
	List   []inner
	Nil    []string
	Empty  []string
	Next   *inner
	None   *inner
	Map    map[string][]int
	Sum    Key
	hidden int
}

func sample() all {
	return all{
		true, -300, 65535, "a\xff\x00b", []inner{{"x", -1}, {"", 2}}, nil, []string{}, &inner{"y", 3}, nil,
		map[string][]int{"b": {1}, "a": nil, "c": {}}, keyOf("x"), 7,
	}
}

func TestEncodedValuesAreDecoded(t *testing.T) {
	value := sample()
	data, err := Encode(nil, &value)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 { // whatever the order of a map
		again, _ := Encode(nil, sample())
		if !bytes.Equal(data, again) {
			t.Fatal("equal values have different encodings")
		}
	}
	var got all
	rest, err := Decode(append(data, "rest"...), &got)
	if err != nil || string(rest) != "rest" {
		t.Fatalf("rest %q, error %v", rest, err)
	}
	value.hidden = 0
	if !reflect.DeepEqual(got, value) {
		t.Errorf("got  %+v\nwant %+v", got, value)
	}
	for i := range data {
		if _, err := Decode(data[:i], new(all)); err == nil {
			t.Errorf("%d of %d bytes are enough", i, len(data))
		}
	}
}

func TestWhatHasNoEncoding(t *testing.T) {
	for _, value := range []any{struct{ F func() }{}, struct{ C chan int }{}, []any{1}, 1.5} {
		if _, err := Encode(nil, value); err == nil {
			t.Errorf("%T is encoded", value)
		}
	}
}

func FuzzDecode(f *testing.F) {
	data, _ := Encode(nil, sample())
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		Decode(data, new(all)) // whatever it is: no panic, and no more memory than there are data
	})
}

func TestHashesTellSequencesApart(t *testing.T) {
	seen := make(map[Key]string)
	for name, h := range map[string]*Hash{
		"nothing":      NewHash("p"),
		"purpose":      NewHash("q"),
		"ab":           NewHash("p").Text("ab"),
		"a, b":         NewHash("p").Text("a", "b"),
		"a,, b":        NewHash("p").Text("a", "", "b"),
		"flags":        NewHash("p").Flags(true, false),
		"other flags":  NewHash("p").Flags(false, true),
		"flag by flag": NewHash("p").Flags(true).Flags(false),
		"key":          NewHash("p").Key(keyOf("a")),
		"number":       NewHash("p").Number(1),
	} {
		if other, ok := seen[h.Sum()]; ok {
			t.Errorf("%s and %s have one key", name, other)
		}
		seen[h.Sum()] = name
	}
}
