module Shop
  module Version
    module_function

    def major
      18
    end

    def minor
      4
    end
  end
end
