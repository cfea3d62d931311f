UPDATE parcels SET grams = weight * 1000 WHERE grams IS NULL;
