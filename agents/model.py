class ModelReader:
    pass
