// MonitorStore
