#!/bin/bash
#SBATCH --job-name=kcycle
#SBATCH --cpus-per-task=2
#SBATCH --output=kcycle-%A-%a.log
# Renders a list of pieces as an array of jobs; each job is one shard, and uses the processors it was given.
#
#     sbatch --array=1-8 examples/batch/slurm.sh LIST OUT-DIR [flags for every piece]
#
# Submitted again, it renders what is missing. Shards may run on any nodes that see the folder.
set -euo pipefail
list=$1 out=$2
shift 2
exec "${KCYCLE:-kcycle}" batch -j "${SLURM_CPUS_PER_TASK:-1}" --resume --out-dir "$out" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --log "$out/shard-$SLURM_ARRAY_TASK_ID.json" "$list" -- "$@"
