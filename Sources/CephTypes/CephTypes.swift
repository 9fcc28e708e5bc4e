// CephTypes
