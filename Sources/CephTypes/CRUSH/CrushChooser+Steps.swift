// The two ways to choose several items: first n (a failed place is left out, all later ones move up) and
// indep (every place stands for itself, as erasure coding needs it).

/// What a descent found.
private enum Found {
    /// An item of the wanted type (0 for devices), in the bucket with this index.
    case item(Int32, type: Int32)
    /// An empty bucket.
    case nothing
    /// The hierarchy is broken there, or the effort is used up; more tries would not help.
    case broken
}

extension CrushChooser {
    /// The item chosen in a bucket, with its type; `broken` where it is none that the map has.
    @inline(__always)
    private func look(at item: Int32) -> Found {
        if item >= 0 { return item < maxDevices ? .item(item, type: 0) : .broken }
        guard let index = index(of: item) else { return .broken }
        return .item(item, type: buckets[index].type)
    }

    /// - Parameters:
    ///   - start: index of the bucket to start in.
    ///   - first: the place of the first item in `places`; places before it are taken.
    ///   - room: how many items may still be placed.
    /// - Returns: the place behind the last item.
    mutating func firstN(
        _ start: Int, wanted: Int32, type: Int32, places: CrushPlaces, from first: Int32, room: Int32,
        tries: UInt32, leafTries: UInt32, parentR: Int32
    ) -> Int32 {
        var place = first
        var room = room
        var replica = stable ? 0 : first
        while replica < wanted, room > 0, effort > 0 {
            if let item = firstNItem(
                start, replica: replica &+ parentR, type: type, places: places, place: place, room: room,
                tries: tries, leafTries: leafTries)
            {
                places.output[Int(place)] = item
                place += 1
                room -= 1
            }
            replica += 1
        }
        return place
    }

    /// One item that is neither taken nor out, or nil after all tries.
    private mutating func firstNItem(
        _ start: Int, replica: Int32, type: Int32, places: CrushPlaces, place: Int32, room: Int32,
        tries: UInt32, leafTries: UInt32
    ) -> Int32? {
        var failures: UInt32 = 0
        descent: while true {
            var bucket = start
            var depth: Int32 = 0
            var localFailures: UInt32 = 0
            while true {
                let size = UInt32(truncatingIfNeeded: buckets[bucket].size)
                effort -= Int(size) + Self.descentEffort
                guard effort > 0 else { return nil }
                let r = replica &+ Int32(bitPattern: failures)
                var collides = false
                if size > 0 {
                    let permutes =
                        localFallbackRetries > 0 && localFailures >= size / 2
                        && localFailures > localFallbackRetries
                    let chosen =
                        permutes ? permuted(bucket, r: r) : choose(in: bucket, r: r, position: place)
                    guard case .item(let item, let itemType) = look(at: chosen) else { return nil }
                    guard itemType == type else {
                        // Deeper, unless it is a device or we go round in circles.
                        depth += 1
                        guard item < 0, depth <= bucketCount, let index = index(of: item) else { return nil }
                        bucket = index
                        continue
                    }
                    collides = isTaken(item, places.output, from: 0, to: place)
                    if !collides,
                        placeLeaf(item, r: r, places: places, place: place, room: room, tries: leafTries),
                        itemType != 0 || !isOut(item)
                    {
                        return item
                    }
                }
                failures &+= 1
                localFailures &+= 1
                if collides && localFailures <= localRetries { continue }
                if localFallbackRetries > 0 && localFailures <= size &+ localFallbackRetries { continue }
                if failures < tries { continue descent }
                return nil
            }
        }
    }

    /// Finds a device below an item that first n chose, where devices are wanted.
    private mutating func placeLeaf(
        _ item: Int32, r: Int32, places: CrushPlaces, place: Int32, room: Int32, tries: UInt32
    ) -> Bool {
        guard let leaves = places.leaves else { return true }
        guard let index = index(of: item) else {
            leaves[Int(place)] = item
            return true
        }
        // Masking shifts: vary_r may be any number, and C's compilers mask it too.
        let parentR = varyR > 0 ? r &>> Int32(bitPattern: varyR &- 1) : 0
        return firstN(
            index, wanted: stable ? 1 : place + 1, type: 0, places: CrushPlaces(output: leaves, leaves: nil),
            from: place, room: room, tries: tries, leafTries: 0, parentR: parentR) > place
    }

    @inline(__always)
    private func isTaken(_ item: Int32, _ output: UnsafeMutablePointer<Int32>, from: Int32, to: Int32) -> Bool
    {
        var index = Int(from)
        while index < Int(to) {
            if output[index] == item { return true }
            index &+= 1
        }
        return false
    }

    /// Fills `count` places from `first` on, each with an item or ``CrushMapper/none``.
    /// - Parameter wanted: how many the whole step wants; it spaces the retries.
    mutating func indep(
        _ start: Int, count: Int32, wanted: Int32, type: Int32, places: CrushPlaces, from first: Int32,
        tries: UInt32, leafTries: UInt32, parentR: Int32
    ) {
        let end = first + count
        for place in Int(first)..<Int(end) {
            places.output[place] = CrushMapper.undefined
            places.leaves?[place] = CrushMapper.undefined
        }
        var left = count
        var failures: UInt32 = 0
        while left > 0, failures < tries, effort > 0 {
            for place in first..<end where places.output[Int(place)] == CrushMapper.undefined {
                let found = indepItem(
                    start, place: place, places: places, range: (first, end), wanted: wanted, type: type,
                    failures: failures, leafTries: leafTries, parentR: parentR)
                guard found != CrushMapper.undefined else { continue }
                places.output[Int(place)] = found
                if found == CrushMapper.none { places.leaves?[Int(place)] = found }
                left -= 1
            }
            failures &+= 1
        }
        for place in Int(first)..<Int(end) {
            if places.output[place] == CrushMapper.undefined { places.output[place] = CrushMapper.none }
            if let leaves = places.leaves, leaves[place] == CrushMapper.undefined {
                leaves[place] = CrushMapper.none
            }
        }
    }

    /// One try for one place: an item, ``CrushMapper/undefined`` if it is taken or out, and
    /// ``CrushMapper/none`` if there is no hope.
    private mutating func indepItem(
        _ start: Int, place: Int32, places: CrushPlaces, range: (Int32, Int32), wanted: Int32, type: Int32,
        failures: UInt32, leafTries: UInt32, parentR: Int32
    ) -> Int32 {
        var bucket = start
        for _ in 0...bucketCount {
            let size = buckets[bucket].size
            effort -= size + Self.descentEffort
            guard effort > 0 else { return CrushMapper.none }
            guard size > 0 else { return CrushMapper.undefined }
            // A uniform bucket's permutation has the period `size`; do not fall into step with it.
            let isInStep =
                buckets[bucket].algorithm == CrushBucket.Algorithm.uniform.rawValue
                && UInt32(truncatingIfNeeded: size) % UInt32(bitPattern: wanted) == 0
            let stride = isInStep ? wanted &+ 1 : wanted
            let r = place &+ parentR &+ stride &* Int32(bitPattern: failures)
            let chosen = choose(in: bucket, r: r, position: range.0)
            guard case .item(let item, let itemType) = look(at: chosen) else { return CrushMapper.none }
            guard itemType == type else {
                guard item < 0, let index = index(of: item) else { return CrushMapper.none }
                bucket = index
                continue
            }
            guard !isTaken(item, places.output, from: range.0, to: range.1) else {
                return CrushMapper.undefined
            }
            if let leaves = places.leaves {
                if let index = index(of: item) {
                    indep(
                        index, count: 1, wanted: wanted, type: 0,
                        places: CrushPlaces(output: leaves, leaves: nil),
                        from: place, tries: leafTries, leafTries: 0, parentR: r)
                    guard leaves[Int(place)] != CrushMapper.none else { return CrushMapper.undefined }
                } else {
                    leaves[Int(place)] = item
                }
            }
            return itemType == 0 && isOut(item) ? CrushMapper.undefined : item
        }
        return CrushMapper.none
    }
}
