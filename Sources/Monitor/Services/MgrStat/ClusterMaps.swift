import CephTypes

/// The other services' maps, as status and health look at them.
extension Monitor {
    var osdMap: OSDMap { service(OSDMapService.self).map }
    var fsMap: FSMap { service(MDSMapService.self).map }
    var mgrMap: MgrMap { service(MgrService.self).map }
}
