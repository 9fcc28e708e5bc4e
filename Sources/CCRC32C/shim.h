// ISA-L's crc32_iscsi is CRC-32C without the inversions before and after: the very form that
// Ceph keeps. Ceph itself uses this library.
#include <isa-l/crc.h>
