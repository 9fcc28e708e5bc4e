// LevelDBReader
