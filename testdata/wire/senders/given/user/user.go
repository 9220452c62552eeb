// Package user names the services.
package user

import (
	"errors"

	"example.com/wire/senders/given"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func (a *answer) failure() error {
	if e := a.Response.Error; e != nil {
		return errors.New(e.Message)
	}
	return nil
}

func do() error {
	var a answer
	if err := given.Do("cdn", "2018-06-06", "PurgeUrlsCache", &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" { // want `wrongservice: no API of cdn answers "InvalidInstanceId.NotFound": it is a code of cbs, cvm and vpc`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

const service = "cvm"

func anyAction(action string) error {
	var a answer
	if err := given.Do(service, "2017-03-12", action, &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm answers`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func act(endpoint string) error {
	var a answer
	if err := given.Act(endpoint, "PurgeUrlsCache", "2018-06-06", &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" { // want `wrongservice: no API of cdn answers`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func cdn(endpoint string) error {
	var a answer
	if err := given.CDN(endpoint, "PurgeUrlsCache", &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" { // want `wrongservice: no API of cdn answers`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func into() error {
	a, err := given.Into[answer]("cdn", "PurgeUrlsCache", nil)
	if err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" { // want `wrongservice: no API of cdn answers`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func through() error {
	var a answer
	if err := given.Through("DescribeInstances", "cvm", &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm answers`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

// call hands on what its own callers say, to a function of another package.
func call(service string, out any) error {
	if err := given.Do(service, "2018-06-06", "PurgeUrlsCache", out); err != nil {
		return errors.New("cannot send: " + err.Error())
	}
	return nil
}

func called() error {
	var a answer
	if err := call("cdn", &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" { // want `wrongservice: no API of cdn answers`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

// From here on: the code is one of a service that may be called.

func right() error {
	var a answer
	if err := given.Do("cvm", "2017-03-12", "DescribeInstances", &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func unknown(service, action string) error {
	var a answer
	if err := given.Do(service, "2018-06-06", action, &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

type settings struct{ service string }

func (s settings) field(action string) error {
	var a answer
	if err := given.Do(s.service, "2018-06-06", action, &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func either(old bool, action string) error {
	service := "cdn"
	if old {
		service = "cvm"
	}
	var a answer
	if err := given.Do(service, "2018-06-06", action, &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func both() error {
	var a, b answer
	if err := given.Do("cdn", "2018-06-06", "PurgeUrlsCache", &a); err != nil {
		return err
	}
	if err := given.Do("cvm", "2017-03-12", "DescribeInstances", &b); err != nil {
		return err
	}
	if e := b.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return errors.New(e.Message)
	}
	return a.failure()
}

func oneOpen(service, action string) error {
	var a, b answer
	if err := given.Do("cdn", "2018-06-06", "PurgeUrlsCache", &a); err != nil {
		return err
	}
	if err := given.Do(service, "2018-06-06", action, &b); err != nil {
		return err
	}
	if e := b.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return errors.New(e.Message)
	}
	return a.failure()
}

func old(old bool, action string) error {
	var a answer
	if err := given.Old(old, "cvm", action, &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "ResourceNotFound.CdnHostNotExists" {
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func guess(action string) error {
	var a answer
	if err := given.Guess("cdn", action, &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func spread(args []string, more ...any) error {
	var a answer
	if err := given.Do(args[0], args[1], args[2], &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

var _ = []any{do, anyAction, act, cdn, into, through, called, right, unknown, settings.field, either, both, oneOpen, old, guess, spread}
