package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/packages"
)

// sdkPackage is a service's package at a version of its module.
func sdkPackage(path, name, version string) *packages.Package {
	return &packages.Package{ID: path, PkgPath: path, Name: name, Module: &packages.Module{Path: path, Version: version}}
}

func TestASummaryTellsOfANewerSDK(t *testing.T) {
	const root = "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/"
	user := &packages.Package{ID: "m", PkgPath: "example.com/m", Module: &packages.Module{Path: "example.com/m"}, Imports: map[string]*packages.Package{
		"cvm": sdkPackage(root+"cvm/v20170312", "v20170312", "v99.0.0"),
		"x":   {ID: "x", PkgPath: "x.y/z", Module: &packages.Module{Path: "x.y/z", Version: "v1.0.0"}},
		"cdn": sdkPackage(root+"cdn/v20180606", "v20180606", "v1.0.1"),
	}}
	got := newerServices([]*packages.Package{user, user})
	if !slices.Equal(got, []string{"cvm v99.0.0"}) {
		t.Errorf("newer are %q", got)
	}
	var out strings.Builder
	s := summary{begin: time.Now(), newer: got}
	s.print(&out, nil)
	if n := strings.Count(out.String(), "the program's SDK is newer for cvm v99.0.0"); n != 1 {
		t.Errorf("said %d times: %s", n, out.String())
	}
	user.Imports = nil
	if got := newerServices([]*packages.Package{user}); got != nil {
		t.Errorf("newer are %q", got)
	}
}
