module Shop
  VERSION = '2.4.0'.freeze
end
