package cache

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// Encode appends the encoding of a value, or of that to which it points: of its exported fields, elements and so
// on, whose kinds are numbers, flags, strings, slices, arrays, maps, structs and
// pointers. Equal values have equal encodings, in whatever process; gob's depend
// on what was encoded before.
func Encode(data []byte, value any) ([]byte, error) {
	return encode(data, reflect.Indirect(reflect.ValueOf(value)))
}

func encode(data []byte, v reflect.Value) ([]byte, error) {
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return append(data, 1), nil
		}
		return append(data, 0), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.AppendVarint(data, v.Int()), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return binary.AppendUvarint(data, v.Uint()), nil
	case reflect.String:
		data = binary.AppendUvarint(data, uint64(v.Len()))
		return append(data, v.String()...), nil
	case reflect.Pointer:
		if v.IsNil() {
			return append(data, 0), nil
		}
		return encode(append(data, 1), v.Elem())
	case reflect.Slice:
		if v.IsNil() {
			return binary.AppendUvarint(data, 0), nil
		}
		data = binary.AppendUvarint(data, uint64(v.Len())+1)
		if isBytes(v) {
			return append(data, v.Bytes()...), nil
		}
		return encodeElements(data, v)
	case reflect.Array:
		return encodeElements(data, v)
	case reflect.Map:
		return encodeMap(data, v)
	case reflect.Struct:
		return encodeFields(data, v)
	}
	return nil, fmt.Errorf("cannot encode a value of type %v", v.Type())
}

// isBytes reports whether the elements of a slice are bytes.
func isBytes(v reflect.Value) bool { return v.Type().Elem().Kind() == reflect.Uint8 }

func encodeElements(data []byte, v reflect.Value) (_ []byte, err error) {
	for i := range v.Len() {
		if data, err = encode(data, v.Index(i)); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// encodeMap encodes a map as a slice of its keys and values in the order of the
// encoded keys.
func encodeMap(data []byte, v reflect.Value) ([]byte, error) {
	if v.IsNil() {
		return binary.AppendUvarint(data, 0), nil
	}
	var pairs [][]byte
	for key, value := range v.Seq2() {
		pair, err := encode(nil, key)
		if err == nil {
			pair, err = encode(pair, value)
		}
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, pair)
	}
	slices.SortFunc(pairs, bytes.Compare)
	data = binary.AppendUvarint(data, uint64(len(pairs))+1)
	return append(data, bytes.Join(pairs, nil)...), nil
}

func encodeFields(data []byte, v reflect.Value) (_ []byte, err error) {
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		if data, err = encode(data, v.Field(i)); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// errData is the error of data that are no encoding of such a value.
var errData = errors.New("damaged data")

// Decode decodes a value, to which into points, and returns the rest of the data. Both
// may share the memory of the data.
func Decode(data []byte, into any) ([]byte, error) {
	d := decoder{data}
	err := d.decode(reflect.ValueOf(into).Elem())
	return d.data, err
}

type decoder struct{ data []byte }

func (d *decoder) decode(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Bool:
		b, err := d.bytes(1)
		if err == nil {
			v.SetBool(b[0] != 0)
		}
		return err
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, size := binary.Varint(d.data)
		if size <= 0 || v.OverflowInt(n) {
			return errData
		}
		d.data = d.data[size:]
		v.SetInt(n)
		return nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		n, err := d.number()
		if err != nil || v.OverflowUint(n) {
			return errData
		}
		v.SetUint(n)
		return nil
	case reflect.String:
		n, err := d.number()
		if err != nil {
			return err
		}
		b, err := d.bytes(n)
		v.SetString(string(b))
		return err
	case reflect.Pointer:
		b, err := d.bytes(1)
		if err != nil || b[0] == 0 {
			return err
		}
		v.Set(reflect.New(v.Type().Elem()))
		return d.decode(v.Elem())
	case reflect.Slice:
		return d.slice(v)
	case reflect.Array:
		return d.elements(v)
	case reflect.Map:
		return d.mapping(v)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				if err := d.decode(v.Field(i)); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return fmt.Errorf("cannot decode a value of type %v", v.Type())
}

func (d *decoder) slice(v reflect.Value) error {
	n, err := d.number()
	if err != nil || n == 0 {
		return err
	}
	// An element takes a byte at least, or a wrong length would take all memory.
	if n--; n > uint64(len(d.data)) {
		return errData
	}
	if isBytes(v) {
		b, err := d.bytes(n)
		v.SetBytes(b)
		return err
	}
	v.Set(reflect.MakeSlice(v.Type(), int(n), int(n)))
	return d.elements(v)
}

func (d *decoder) mapping(v reflect.Value) error {
	n, err := d.number()
	if err != nil || n == 0 {
		return err
	}
	v.Set(reflect.MakeMap(v.Type()))
	for ; n > 1 && len(d.data) > 0; n-- {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		if err := d.decode(key); err != nil {
			return err
		}
		if err := d.decode(value); err != nil {
			return err
		}
		v.SetMapIndex(key, value)
	}
	if n > 1 {
		return errData
	}
	return nil
}

func (d *decoder) elements(v reflect.Value) error {
	for i := range v.Len() {
		if err := d.decode(v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) number() (uint64, error) {
	n, size := binary.Uvarint(d.data)
	if size <= 0 {
		return 0, errData
	}
	d.data = d.data[size:]
	return n, nil
}

func (d *decoder) bytes(n uint64) ([]byte, error) {
	if n > uint64(len(d.data)) {
		return nil, errData
	}
	b := d.data[:n:n]
	d.data = d.data[n:]
	return b, nil
}
