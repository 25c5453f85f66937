import PenstockCommand

await PenstockTool.main()
