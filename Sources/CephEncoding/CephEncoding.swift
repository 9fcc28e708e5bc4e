// CephEncoding
