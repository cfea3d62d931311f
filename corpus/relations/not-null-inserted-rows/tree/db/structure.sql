CREATE TABLE entries (
    id bigint NOT NULL,
    plot_id bigint,
    name text
);

CREATE TABLE fences (
    id bigint NOT NULL,
    project_id bigint,
    plot_id bigint,
    color text
);

CREATE FUNCTION fence_project() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  SELECT project_id INTO NEW.project_id FROM plots WHERE plots.id = NEW.plot_id;
  RETURN NEW;
END
$$;

CREATE TRIGGER trigger_fence_project BEFORE UPDATE ON fences FOR EACH ROW EXECUTE FUNCTION fence_project();

CREATE TABLE plots (
    id bigint NOT NULL,
    name text,
    project_id bigint
);
