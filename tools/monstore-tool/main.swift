print("monstore-tool")
